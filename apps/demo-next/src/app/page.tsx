import { readView } from 'demo-parts/session'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { CartCard } from '../cards/cart.tsx'
import { CounterCard } from '../cards/counter.tsx'
import { DeviceCard } from '../cards/device.tsx'
import { DevicesCard } from '../cards/devices.tsx'
import { Frame } from '../cards/frame.tsx'
import { NoDevicesCard } from '../cards/no-devices.tsx'
import { SafariNotice } from '../cards/notice.tsx'
import { WelcomeCard } from '../cards/welcome.tsx'
import { fromHeader, messageHeader } from '../proxy/message.ts'
import { getSession } from '../session.ts'
import { visit } from '../visit.ts'

/** The page: it reads the session, and its forms are server actions. */
export default async function Page(): Promise<ReactNode> {
  const message = fromHeader((await headers()).get(messageHeader))
  const view = await readView(await getSession(), await visit(), message)
  return (
    <Frame>
      {view.cookieRefused && <SafariNotice />}
      <WelcomeCard person={view.person} />
      <div className="board">
        <CounterCard count={view.count} />
        <CartCard cart={view.cart} />
        {view.devices && <DevicesCard devices={view.devices} now={view.now} />}
        {view.person && !view.keepsRecords && <NoDevicesCard />}
        <DeviceCard device={view.device} keepsRecords={view.keepsRecords} now={view.now} />
      </div>
    </Frame>
  )
}
