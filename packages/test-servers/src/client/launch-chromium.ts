import { type Browser, chromium } from 'playwright-core'
import { ensureChromium } from '../machine/ensure-software.ts'

/** A real Chromium, with an empty profile and no errands of its own. */
export function launchChromium(): Promise<Browser> {
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
