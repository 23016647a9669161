/** How many hash slots a Redis Cluster has. */
export const slotCount = 16_384

/** The hash slot of a text without braces: CRC-16 (XMODEM) of its ASCII characters, as Redis Cluster has it. */
export function slotOf(text: string): number {
  let crc = 0
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index) << 8
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021
    }
    crc &= 0xffff
  }
  return crc % slotCount
}
