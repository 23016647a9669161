import { contentsOf, type Line, money, type Product } from 'demo-parts'
import type { AppSession } from 'demo-parts/session'
import type { ReactNode } from 'react'
import { add, change, remove } from '../actions/shop.ts'

/** The cart, and below it what else there is. */
export function CartCard({ cart }: { readonly cart: Readonly<AppSession['cart']> }): ReactNode {
  const { lines, total, rest } = contentsOf(cart)
  return (
    <section className="card cart" id="cart" aria-labelledby="cart-title">
      <h2 id="cart-title">Cart</h2>
      {lines.length === 0 ? (
        <p className="hint">Nothing in it yet.</p>
      ) : (
        <>
          <ul className="lines">
            {lines.map((line) => (
              <CartLine key={line.product.id} {...line} />
            ))}
          </ul>
          <p className="total">
            Total <strong id="total">{money(total)}</strong>
          </p>
        </>
      )}
      {rest.length > 0 && (
        <>
          <h3>Take along</h3>
          <ul className="shelf">
            {rest.map((product) => (
              <ShelfItem key={product.id} {...product} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function CartLine({ product, quantity }: Line): ReactNode {
  const { id, name, price } = product
  return (
    <li id={`line-${id}`}>
      <span className="name">
        {name} <RemoveButton {...product} />
      </span>
      <form className="stepper" action={change} data-form="/cart/change">
        <input type="hidden" name="product" value={id} />
        <button type="submit" name="by" value="-1" aria-label={`One ${name} less`}>
          −
        </button>
        <span className="quantity">{quantity}</span>
        <button type="submit" name="by" value="1" aria-label={`One ${name} more`}>
          +
        </button>
      </form>
      <span className="price">{money(price * quantity)}</span>
    </li>
  )
}

function RemoveButton({ id, name }: Product): ReactNode {
  return (
    <form action={remove} data-form="/cart/remove">
      <button
        className="link"
        type="submit"
        name="product"
        value={id}
        aria-label={`Remove ${name}`}
      >
        Remove
      </button>
    </form>
  )
}

function ShelfItem({ id, name, price }: Product): ReactNode {
  return (
    <li>
      <form action={add} data-form="/cart/add">
        <button className="chip" type="submit" name="product" value={id}>
          <span>
            <span className="plus" aria-hidden="true">
              +
            </span>{' '}
            {name}
          </span>{' '}
          <small>{money(price)}</small>
        </button>
      </form>
    </li>
  )
}
