import { expect, test } from 'vitest'
import { html } from '../src/html.ts'

test('text is escaped, in content and in attributes', () => {
  const hostile = `<script>'"&`
  expect(html`<b title="${hostile}">${hostile}</b>`.toString()).toBe(
    '<b title="&lt;script&gt;&#39;&quot;&amp;">&lt;script&gt;&#39;&quot;&amp;</b>',
  )
})

test('what is HTML already is not escaped again, alone or in a list', () => {
  const item = html`<li>${'&'}</li>`
  expect(html`<ul>${item}${[item, [item]]}</ul>`.toString()).toBe(
    '<ul><li>&amp;</li><li>&amp;</li><li>&amp;</li></ul>',
  )
})

test('what is not there leaves no trace, and zero does', () => {
  expect(html`[${null}${undefined}${false}${[]}${0}]`.toString()).toBe('[0]')
})
