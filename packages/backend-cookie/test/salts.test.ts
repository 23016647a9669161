import { it } from 'vitest'
import { sealMany } from './salts.ts'

it('R97 no two of 20,000 seals have a salt in common', () => sealMany(20_000))
