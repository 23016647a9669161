import type { ReactNode } from 'react'
import { countOneMore } from '../actions/shop.ts'

export function CounterCard({ count }: { readonly count: number }): ReactNode {
  return (
    <section className="card counter" id="counter" aria-labelledby="counter-title">
      <h2 id="counter-title">Counter</h2>
      <p className="count" id="count">
        {count}
      </p>
      <form action={countOneMore} data-form="/counter">
        <button className="button primary" type="submit">
          Count one more
        </button>
      </form>
      <p className="hint">Count in two tabs at once: no click is lost.</p>
    </section>
  )
}
