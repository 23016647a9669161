/** What the visitors of a server do, over and over. */
export interface Workload {
  readonly id: string
  readonly title: string
  readonly steps: readonly Step[]
}

/** One request, and what a right answer to it is. */
export interface Step {
  readonly path: string
  readonly withCookie: boolean
  /** Whether the answer sets a cookie. */
  readonly setsCookie: boolean | 'if writes do'
  /** The body of the answer. */
  readonly body: (visitor: Visitor) => string
}

/** One connection's visitor. */
export interface Visitor {
  readonly name: string
  /** The `Cookie` header. */
  cookie: string
  /** How often it has asked to be counted, this time included. */
  count: number
}

const signIn: Step = {
  path: '/sign-in',
  withCookie: false,
  setsCookie: true,
  body: () => 'signed in',
}

const signOut: Step = {
  path: '/sign-out',
  withCookie: true,
  setsCookie: true,
  body: () => 'signed out',
}

/** Everything that is measured over HTTP. */
export const workloads: readonly Workload[] = [
  {
    id: 'untouched',
    title: 'untouched, no cookie',
    steps: [{ path: '/untouched', withCookie: false, setsCookie: false, body: () => 'untouched' }],
  },
  {
    id: 'untouched-cookie',
    title: 'untouched, cookie',
    steps: [{ path: '/untouched', withCookie: true, setsCookie: false, body: () => 'untouched' }],
  },
  {
    id: 'read',
    title: 'read',
    steps: [{ path: '/read', withCookie: true, setsCookie: false, body: ({ name }) => name }],
  },
  {
    id: 'write',
    title: 'read-modify-write',
    steps: [
      {
        path: '/count',
        withCookie: true,
        setsCookie: 'if writes do',
        body: (visitor) => String(++visitor.count),
      },
    ],
  },
  { id: 'sign-in', title: 'sign-in', steps: [signIn] },
  { id: 'sign-in-out', title: 'sign-in, sign-out by turns', steps: [signIn, signOut] },
]

/** The workload with this id. */
export function workloadOf(id: string): Workload {
  const found = workloads.find((workload) => workload.id === id)
  if (found) return found
  throw new Error(`There is no workload '${id}'. There are: ${workloads.map((w) => w.id)}.`)
}
