/** Someone who can sign in. A real app asks for a passkey or a password first. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly role: string
}

export const people: readonly Person[] = [
  { id: 'mira', name: 'Mira Okafor', role: 'plans the route' },
  { id: 'jonas', name: 'Jonas Lindqvist', role: 'packs too much' },
  { id: 'aiko', name: 'Aiko Tanaka', role: 'knows the way' },
]

/** What stands for a person where there is no picture. */
export function initialsOf({ name }: Person): string {
  const words = name.split(' ').map((word) => word.slice(0, 1))
  return words.slice(0, 2).join('')
}

/** The person with this id, if there is one. */
export function findPerson(id: string): Person | undefined {
  return people.find((person) => person.id === id)
}
