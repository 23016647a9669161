'use client'

import { useActionState } from 'react'
import { answer } from '../actions.ts'

export function Answering() {
  const [state, act] = useActionState(answer, { note: '', times: 0 })
  return (
    <form id="answering" action={act}>
      <input name="note" defaultValue="kept" />
      <button type="submit">Answer</button>
      <output id="answer">{`${state.note} ${state.times}`}</output>
    </form>
  )
}
