import { type Html, html } from '../html.ts'
import { type CartLine, contentsOf, type Line, money, type Product } from '../shop.ts'

/** The cart, and below it what else there is. */
export function cartCard(cart: readonly CartLine[], csrf: Html): Html {
  const { lines, total, rest } = contentsOf(cart)
  return html`
        <section class="card cart" id="cart" aria-labelledby="cart-title">
          <h2 id="cart-title">Cart</h2>
          ${lines.length === 0 && html`<p class="hint">Nothing in it yet.</p>`}
          ${lines.length > 0 && html`<ul class="lines">${lines.map((line) => cartLine(line, csrf))}</ul>${totalLine(total)}`}
          ${
            rest.length > 0 &&
            html`
          <h3>Take along</h3>
          <ul class="shelf">${rest.map((product) => shelfItem(product, csrf))}</ul>`
          }
        </section>`
}

function cartLine({ product, quantity }: Line, csrf: Html): Html {
  return html`
            <li id="line-${product.id}">
              <span class="name">${product.name} ${removeButton(product, csrf)}</span>
              <form class="stepper" method="post" action="/cart/change">
                ${csrf}
                <input type="hidden" name="product" value="${product.id}">
                <button type="submit" name="by" value="-1" aria-label="One ${product.name} less">−</button>
                <span class="quantity">${quantity}</span>
                <button type="submit" name="by" value="1" aria-label="One ${product.name} more">+</button>
              </form>
              <span class="price">${money(product.price * quantity)}</span>
            </li>`
}

function removeButton(product: Product, csrf: Html): Html {
  return html`
                <form method="post" action="/cart/remove">
                  ${csrf}
                  <button class="link" type="submit" name="product" value="${product.id}" aria-label="Remove ${product.name}">Remove</button>
                </form>`
}

function totalLine(cents: number): Html {
  return html`<p class="total">Total <strong id="total">${money(cents)}</strong></p>`
}

function shelfItem(product: Product, csrf: Html): Html {
  return html`
            <li>
              <form method="post" action="/cart/add">
                ${csrf}
                <button class="chip" type="submit" name="product" value="${product.id}">
                  <span><span class="plus" aria-hidden="true">+</span> ${product.name}</span> <small>${money(product.price)}</small>
                </button>
              </form>
            </li>`
}
