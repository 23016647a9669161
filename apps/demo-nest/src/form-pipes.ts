import { BadRequestException, type PipeTransform } from '@nestjs/common'
import { findPerson, findProduct, type Person, type Product } from 'demo-parts'

// What the forms may hold. Anything else is a 400, which repeats nothing of it.

export const toPerson: PipeTransform<string, Person> = {
  transform: (id) => findPerson(id) ?? refuse('Nobody here has that name.'),
}

export const toProduct: PipeTransform<string, Product> = {
  transform: (id) => findProduct(id) ?? refuse('The shop has no such product.'),
}

/** One more or one less. */
export const toAmount: PipeTransform<string, 1 | -1> = {
  transform: (text) => {
    if (text === '1') return 1
    return text === '-1' ? -1 : refuse('One at a time.')
  },
}

function refuse(message: string): never {
  throw new BadRequestException(message)
}
