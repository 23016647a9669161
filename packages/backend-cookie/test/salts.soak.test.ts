import { it } from 'vitest'
import { sealMany } from './salts.ts'

it('R97 a million seals have no salt in common', () => sealMany(1_000_000))
