import { printable } from '../json/printable.ts'

/** What is known of the client that signed in. */
export interface Device {
  /** The `User-Agent` header, at most 256 characters, without control characters. */
  readonly userAgent: string | null
  /** The client's address as `deviceIp` asks for it. */
  readonly ip: string | null
}

/**
 * How much of a client's address is kept: all of it; its network (the first 24 bits of an IPv4, 48 of
 * an IPv6 address); a hash of the network and one of the address, 8 characters each, which only tell
 * equal from different; or nothing.
 */
export type IpPrivacy = 'full' | 'truncated' | 'hashed' | 'off'

const longest = 256
/** Characters of each hash. */
const hashLength = 8

/** The device of a sign-in. Both values come from the client: they are capped, and never trusted. */
export async function describeDevice(
  client: { readonly userAgent: string | undefined; readonly ip: string | undefined },
  privacy: IpPrivacy,
  hash: (text: string) => string | Promise<string>,
): Promise<Device> {
  const { userAgent, ip } = client
  return {
    userAgent: userAgent === undefined ? null : printable(userAgent, longest),
    ip:
      ip === undefined || privacy === 'off'
        ? null
        : await keptOf(printable(ip, longest), privacy, hash),
  }
}

async function keptOf(
  ip: string,
  privacy: IpPrivacy,
  hash: (text: string) => string | Promise<string>,
): Promise<string> {
  if (privacy === 'hashed') {
    const [network, address] = [await hash(`network/${truncated(ip)}`), await hash(`ip/${ip}`)]
    return network.slice(0, hashLength) + address.slice(0, hashLength)
  }
  return privacy === 'truncated' ? truncated(ip) : ip
}

/** The network of an address, from any of the forms in which one is kept. */
export function networkOf(kept: string): string {
  return /[.:]/.test(kept) ? truncated(kept) : kept.slice(0, hashLength)
}

function truncated(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  const v4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(mapped ?? ip)
  if (v4) return `${v4[1]}.0`
  const [head = '', tail] = ip.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  // A `::` stands for as many zero groups as are missing.
  const known = tail === undefined ? groups : [...groups, '0', '0', '0']
  return `${known.slice(0, 3).join(':')}::`
}
