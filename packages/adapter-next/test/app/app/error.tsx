'use client'

export default function Failure({ error }: { error: Error }) {
  return <p id="failure">{error.message}</p>
}
