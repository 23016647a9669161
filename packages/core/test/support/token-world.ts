import { expect } from 'vitest'
import { codeOf, type Setup, setup } from './setup.ts'
import { TokenModel } from './token-model.ts'

export type Who = 'owner' | 'thief'

/**
 * A browser and a thief at one engine, and the model beside it: every request is first judged by the
 * model, and then has to come out so.
 */
export class TokenWorld {
  readonly env: Setup = setup({ lifetime: { idle: '7d', absolute: '30d', renewal: '15m' } })
  readonly #jars: Record<Who, string> = { owner: '', thief: '' }
  readonly #models = new Map<string, TokenModel>()
  /** Every token that the owner's jar has held. */
  readonly #past: string[] = []
  /** Whether the owner has reason to be signed out. */
  #signedOut = true
  #thiefWasThere = false

  async visit(who: Who, lost: boolean, tabs: number): Promise<void> {
    const sent = this.#jars[who]
    const { isLive, model } = this.#judge(who)
    const due = isLive ? model?.use(sent, this.env.now()) : 'nothing'
    const answers = await Promise.all(
      Array.from({ length: tabs }, async () => {
        const session = await this.env.load(sent)
        const { userId, sessionKey } = session
        expect(userId).toBe(isLive ? 'ada' : null)
        await session.save()
        return isLive ? session.sessionKey : sessionKey
      }),
    )
    if (!isLive) return
    const successors = answers.filter((answer) => answer !== sent)
    expect(successors).toHaveLength(due === 'renews' ? 1 : 0)
    this.#take(who, sent, successors[0], lost)
  }

  async write(who: Who, lost: boolean): Promise<void> {
    const sent = this.#jars[who]
    const { isLive, verdict, model } = this.#judge(who)
    const due = isLive ? model?.use(sent, this.env.now()) : 'nothing'
    if (verdict === 'dead') return this.visit(who, lost, 1)
    const session = this.env.sessions.open(sent)
    session.change('a', (n) => (n ?? 0) + 1)
    if (verdict === 'replaced') {
      expect(await codeOf(session.save())).toBe('SESSION_INTERRUPTED')
      return
    }
    await session.save()
    const loaded = await session.load()
    expect(loaded.userId).toBe(isLive ? 'ada' : null)
    if (!isLive) {
      // A visitor's session of its own: another record, which nobody goes on with here.
      expect(loaded.id).not.toBe(sent.slice(0, 22))
      await session.signOut()
      return
    }
    expect(loaded.sessionKey !== sent).toBe(due === 'renews')
    this.#take(who, sent, loaded.sessionKey === sent ? undefined : loaded.sessionKey, lost)
  }

  /** The owner proves who they are: a step-up, or a sign-in where the jar opens nothing. */
  async authenticate(): Promise<void> {
    const { isLive, model } = this.#judge('owner')
    const session = await this.env.load(this.#jars.owner)
    await session.authenticate('ada')
    const token = session.sessionKey ?? ''
    if (isLive) model?.rotated(token, this.env.now())
    else this.#models.set(token.slice(0, 22), new TokenModel(token, this.env.now()))
    this.#setOwner(token)
    this.#signedOut = false
    if (!isLive) this.#thiefWasThere = false
  }

  async signOut(who: Who): Promise<void> {
    const { isLive, model } = this.#judge(who)
    await this.env.sessions.open(this.#jars[who]).signOut()
    if (isLive) model?.end()
    if (who === 'owner') {
      this.#setOwner('')
      this.#signedOut = true
    }
  }

  /** Copies a cookie of the owner: the one in the jar, or an earlier one. */
  steal(back: number): void {
    this.#jars.thief = this.#past.at(-1 - (back % Math.max(1, this.#past.length))) ?? ''
  }

  /**
   * Whatever happened: after a step-up of the owner every other token of the session is refused, the
   * thief's too, and what a sign-out ended stays ended.
   */
  async end(): Promise<void> {
    await this.visit('owner', false, 1)
    await this.visit('thief', false, 1)
    await this.authenticate()
    const { owner, thief } = this.#jars
    expect((await this.env.load(owner)).userId).toBe('ada')
    for (const token of [...this.#past, thief]) {
      const id = token.slice(0, 22)
      const mustBeRefused = id === owner.slice(0, 22) || this.#models.get(id)?.ended
      if (token !== owner && mustBeRefused) expect((await this.env.load(token)).userId).toBeNull()
    }
    expect((await this.env.load(owner)).userId).toBe('ada')
  }

  #judge(who: Who): {
    readonly isLive: boolean
    readonly verdict: ReturnType<TokenModel['judge']>
    readonly model: TokenModel | undefined
  } {
    const token = this.#jars[who]
    const model = this.#models.get(token.slice(0, 22))
    const verdict = model?.judge(token, this.env.now()) ?? 'refused'
    if (verdict === 'theft') model?.end()
    const isLive = verdict === 'live'
    if (who === 'thief' && (isLive || verdict === 'theft')) this.#thiefWasThere = true
    if (who === 'owner' && !isLive) {
      // The promise: nobody is signed out for nothing.
      expect(this.#signedOut || this.#thiefWasThere).toBe(true)
    }
    return { isLive, verdict, model }
  }

  #take(who: Who, sent: string, successor: string | null | undefined, lost: boolean): void {
    if (!successor) return
    this.#models.get(sent.slice(0, 22))?.renewed(successor, this.env.now())
    if (lost) return
    if (who === 'owner') this.#setOwner(successor)
    else this.#jars.thief = successor
  }

  #setOwner(token: string): void {
    this.#jars.owner = token
    if (token !== '') this.#past.push(token)
  }
}
