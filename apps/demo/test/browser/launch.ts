import { ensureChromium } from '@sojourn/test-servers'
import { type Browser, chromium } from 'playwright-core'

/** A real Chromium, with an empty profile and no errands of its own. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: ensureChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
