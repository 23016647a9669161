export { browserName, isSafari } from './browser-name.ts'
export { stylesheets } from './document.ts'
export { frontPage } from './front-page.ts'
export { messagePage } from './message-page.ts'
export { page, pageBody } from './page.ts'
export { findPerson, type Person, people } from './people.ts'
export { securityHeaders } from './security-headers.ts'
export {
  addToCart,
  type CartLine,
  findProduct,
  type Product,
  products,
  removeFromCart,
} from './shop.ts'
export type { DemoLink, Device, DeviceSession, Devices, SignedInDevice, View } from './view.ts'
