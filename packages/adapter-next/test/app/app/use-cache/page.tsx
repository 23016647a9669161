import { connection } from 'next/server'
import { getSession } from '../../session.ts'

async function cached() {
  'use cache'
  return (await getSession()).userId
}

export default async function Page() {
  await connection()
  return <p>{await cached()}</p>
}
