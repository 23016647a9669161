// The titles of the tests in a source file, each with the titles of the describes around it. Reads the
// text alone, without running it: enough for tests that say what they are in a literal.
// Plain Node 20, no dependencies.

const describes = new Set(['describe'])
const tests = new Set(['it', 'test', 'testWith', 'testLazy'])
const modifiers = new Set(['each', 'for', 'skipIf', 'runIf'])
const openers = new Set('([{')
const closers = new Set(')]}')
const beforeRegex = new Set(['return', 'typeof', 'case', 'in', 'of', 'await', 'void', 'throw'])

/** Every test of a source text: `{ title, around }`, outermost describe first. */
export function testTitles(source) {
  const tokens = tokensOf(source)
  const found = []
  const open = []
  for (const [index, token] of tokens.entries()) {
    if (token.text === '(') {
      const kind = kindOf(tokens, index)
      const title = kind && titleOf(tokens, index)
      if (kind === 'test' && title) {
        found.push({ title, around: open.map((one) => one.title).filter(Boolean) })
      }
      open.push({ title: kind === 'describe' ? title : null })
    } else if (token.text === ')') open.pop()
  }
  return found
}

/** What the call that opens at `index` is: `describe('…'`, `it.each(…)('…'`, `suite.test('…'`. */
function kindOf(tokens, index) {
  let at = index - 1
  if (tokens[at]?.kind === 'template') at--
  const isSecondCall = tokens[at]?.text === ')'
  if (isSecondCall) at = opening(tokens, at) - 1
  const names = []
  while (tokens[at]?.kind === 'name') {
    names.unshift(tokens[at].text)
    if (tokens[at - 1]?.text !== '.') break
    at -= 2
  }
  // `it.each(…)` alone takes cases, not a title.
  if (!isSecondCall && modifiers.has(names.at(-1))) return null
  if (tokens[at - 1]?.text === 'function') return null
  if (names.some((name) => describes.has(name))) return 'describe'
  const [first, second] = names
  return tests.has(first) || (first === 'suite' && tests.has(second)) ? 'test' : null
}

function titleOf(tokens, index) {
  let depth = 0
  for (const token of tokens.slice(index)) {
    if (openers.has(token.text)) depth++
    else if (closers.has(token.text)) depth--
    else if (depth === 1 && (token.kind === 'string' || token.kind === 'template'))
      return token.value
    else if (token.text === '=>' || depth === 0) return null
    if (depth === 0) return null
  }
  return null
}

function opening(tokens, closing) {
  let depth = 0
  for (let at = closing; at >= 0; at--) {
    if (tokens[at].text === ')') depth++
    else if (tokens[at].text === '(' && --depth === 0) return at
  }
  return 0
}

const shapes = [
  ['skip', /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y],
  ['name', /[\p{ID_Start}$_#][\p{ID_Continue}$]*/uy],
  ['number', /\d[\w.]*/y],
  ['string', /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y],
  ['punctuation', /=>|[\s\S]/y],
]
const regex = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y

function tokensOf(source) {
  const tokens = []
  let at = 0
  while (at < source.length) {
    if (source[at] === '`') {
      const end = endOfTemplate(source, at)
      const value = source.slice(at + 1, end - 1).replace(/\$\{[^}]*\}+/g, '…')
      tokens.push({ kind: 'template', text: '', value })
      at = end
      continue
    }
    if (source[at] === '/' && isRegexAfter(tokens.at(-1))) {
      regex.lastIndex = at
      const match = regex.exec(source)
      if (match) {
        tokens.push({ kind: 'regex', text: '' })
        at += match[0].length
        continue
      }
    }
    for (const [kind, shape] of shapes) {
      shape.lastIndex = at
      const match = shape.exec(source)
      if (!match) continue
      const [text] = match
      at += text.length
      if (kind === 'string') tokens.push({ kind, text: '', value: unescaped(text.slice(1, -1)) })
      else if (kind !== 'skip') tokens.push({ kind, text })
      break
    }
  }
  return tokens
}

function isRegexAfter(token) {
  if (!token) return true
  if (token.kind === 'name') return beforeRegex.has(token.text)
  return token.kind === 'punctuation' && !closers.has(token.text)
}

function endOfTemplate(source, start) {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === '`') return at + 1
    else if (source.startsWith('${', at)) at = endOfHole(source, at + 2)
  }
  return source.length
}

function endOfHole(source, start) {
  let depth = 1
  for (let at = start; at < source.length; at++) {
    if (source[at] === '`') at = endOfTemplate(source, at) - 1
    else if (source[at] === '{') depth++
    else if (source[at] === '}' && --depth === 0) return at
  }
  return source.length
}

function unescaped(text) {
  return text.replace(/\\(.)/g, '$1')
}
