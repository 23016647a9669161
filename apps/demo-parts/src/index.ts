export { browserName, isSafari } from './browser-name.ts'
export { inOrder } from './device-order.ts'
export { stylesheets } from './document.ts'
export { frontPage } from './front-page.ts'
export { messagePage } from './message-page.ts'
export { page, pageBody } from './page.ts'
export { findPerson, initialsOf, type Person, people } from './people.ts'
export { relativeTime } from './relative-time.ts'
export { securityHeaders } from './security-headers.ts'
export {
  addToCart,
  type CartLine,
  contentsOf,
  findProduct,
  type Line,
  money,
  type Product,
  products,
  removeFromCart,
} from './shop.ts'
export type {
  DemoLink,
  Device,
  DeviceSession,
  Devices,
  FormView,
  SignedInDevice,
  View,
} from './view.ts'
