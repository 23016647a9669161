/** What a session layer without features asks of a store: text under an id, with an end. */
export interface FloorStore {
  get(id: string): string | undefined
  set(id: string, text: string): void
  delete(id: string): void
  close(): void
}

/** How long a session of the floor lives, in milliseconds. */
export const floorLife = 86_400_000
