import { describe, expect, it } from 'vitest'
import { request } from './support/request.ts'
import { setup } from './support/setup.ts'

describe('R20 writes that leave nothing behind make no session', () => {
  it('a key set and deleted before the load', async () => {
    const env = setup()
    const { code, setCookie } = await request(env, [], async (session) => {
      session.set('a', 1)
      session.delete('a')
    })
    expect([code, setCookie, env.backend.calls]).toEqual([null, [], []])
  })

  it('nor after it, nor an explicit save of nothing', async () => {
    const env = setup()
    const { setCookie } = await request(env, [], async (session) => {
      const loaded = await session.load()
      loaded.set('a', 1)
      loaded.clear()
      await loaded.save()
      await loaded.cycleKey()
      loaded.assignNewSessionKey()
      await loaded.signOut()
    })
    expect([setCookie, env.backend.calls]).toEqual([[], []])
  })
})
