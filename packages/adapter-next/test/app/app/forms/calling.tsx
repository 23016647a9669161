'use client'

import { useState } from 'react'

export function Calling({ look }: { look: () => Promise<string | null> }) {
  const [user, setUser] = useState('not asked')
  return (
    <p>
      <button type="button" onClick={async () => setUser(String(await look()))}>
        Look
      </button>
      <output id="looked">{user}</output>
    </p>
  )
}
