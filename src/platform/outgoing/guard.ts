import { lookup as resolve } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/**
 * Where the program may send by itself. An address that somebody entered must not lead into the house: to the database,
 * a router, the metadata service of a cloud. The operator names the hosts of the inner network that are meant
 * (`BIHUAN_OUTGOING_HOSTS`); everything else has to be public and encrypted.
 */
export type Outgoing = {
  /** Host, or host:port, that may be private and may be spoken to without TLS. */
  innerHosts: ReadonlySet<string>
}

export class NotAllowed extends Error {
  /** A code for the log, without the address. */
  readonly reason: 'not_https' | 'private_address' | 'unknown_host' | 'credentials' | 'not_an_address'
  constructor(reason: NotAllowed['reason']) {
    super(`not allowed to send there: ${reason}`)
    this.name = 'NotAllowed'
    this.reason = reason
  }
}

/** Everything that is not the open internet (IANA special-purpose registries). */
const closed = new BlockList()
for (const [net, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
])
  closed.addSubnet(net, prefix, 'ipv4')
// Only 2000::/3 is given out, and of that not what wraps an IPv4 address (6to4, Teredo) or is for documents.
const open6 = new BlockList()
open6.addSubnet('2000::', 3, 'ipv6')
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed.addSubnet(net, prefix, 'ipv6')

export const isOpenAddress = (address: string): boolean => {
  const family = isIP(address)
  if (family === 4) return !closed.check(address, 'ipv4')
  return family === 6 && open6.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}

/** @throws NotAllowed for what can be told without asking a name server */
export function readTarget(text: string, { innerHosts }: Outgoing): URL {
  const url = URL.parse(text)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw new NotAllowed('not_an_address')
  if (url.username || url.password) throw new NotAllowed('credentials')
  if (isInner(url, innerHosts)) return url
  if (url.protocol !== 'https:') throw new NotAllowed('not_https')
  const host = bare(url.hostname)
  if (isIP(host) && !isOpenAddress(host)) throw new NotAllowed('private_address')
  return url
}

const isInner = (url: URL, inner: ReadonlySet<string>): boolean =>
  inner.has(url.host) || inner.has(bare(url.hostname)) || inner.has(url.hostname)

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '')

/**
 * The addresses that a connection may be made to, asked for once: whoever connects connects to one of these, so that a
 * name that changes between looking and connecting leads nowhere else.
 * @throws NotAllowed when one of them is private: which one it would be is the name server's to choose
 */
export async function addressesOf(
  url: URL,
  { innerHosts }: Outgoing,
): Promise<{ address: string; family: number }[]> {
  const host = bare(url.hostname)
  const found = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await resolve(host, { all: true }).catch(() => {
        throw new NotAllowed('unknown_host')
      })
  if (found.length === 0) throw new NotAllowed('unknown_host')
  if (!isInner(url, innerHosts) && found.some(({ address }) => !isOpenAddress(address)))
    throw new NotAllowed('private_address')
  return found
}
