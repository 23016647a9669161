import { describeKoa } from './conformance.ts'
import { Koa3 } from './koa-majors.ts'

describeKoa('Koa 3', () => new Koa3(), {
  'HTTP/1.1': {},
  'HTTP/2': {
    'R118: HEAD becomes a 503 without a cookie when the save fails':
      'Koa over HTTP/2 never ends its answer to a HEAD that throws, with or without a session',
  },
})
