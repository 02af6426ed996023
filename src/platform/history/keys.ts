import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** What a checkpoint is signed with. Kept outside the database, so that its owner cannot sign what he rewrote. */
export type SigningKey = { privateKey: KeyObject; publicKey: KeyObject }

/** A key file cannot be used; the message says what to do, in Chinese and English. */
export class KeyError extends Error {
  override name = 'KeyError'
}

const privateName = 'checkpoint-ed25519.pem'
const publicName = 'checkpoint-ed25519.pub.pem'

/** Folder of the keys below a data folder. */
export const keysFolder = (dataDir: string): string => join(dataDir, 'keys')

/**
 * The installation's Ed25519 signing key, made on first use in `<dataDir>/keys` (private part 0600). Two programs
 * that ask first at the same moment get the same one. A public key without its private part (a restored
 * installation) is kept under its fingerprint, so that older checkpoints still verify.
 * @throws KeyError when the file is damaged; it is never replaced.
 */
export function signingKey(dataDir: string): SigningKey {
  const folder = keysFolder(dataDir)
  const file = join(folder, privateName)
  if (!existsSync(file)) makeKey(folder, file)
  const privateKey = parse(file, createPrivateKey)
  const publicKey = createPublicKey(privateKey)
  keepPublicKey(folder, publicKey)
  return { privateKey, publicKey }
}

/** Reads a public key from a PEM file. @throws KeyError */
export const readPublicKey = (file: string): KeyObject => parse(file, createPublicKey)

/** Every public key that this installation signed with or was restored with; none in a folder that never did. */
export function knownPublicKeys(dataDir: string): KeyObject[] {
  const folder = keysFolder(dataDir)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.pub.pem'))
    .map((name) => readPublicKey(join(folder, name)))
}

/** Keeps the public key of another installation's past (a restored archive) among the known ones. */
export function addKnownPublicKey(dataDir: string, publicKey: KeyObject): void {
  const folder = keysFolder(dataDir)
  if (knownPublicKeys(dataDir).some((known) => known.equals(publicKey))) return
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, fingerprintName(publicKey)), pemOf(publicKey), { flush: true })
}

/** Short name of a key for people to compare: first 16 hex digits of the SHA-256 of its SPKI. */
export const fingerprint = (key: KeyObject): string =>
  createHash('sha256').update(spki(key)).digest('hex').slice(0, 16)

/** The public key as it stands in checkpoints and archives: SPKI, base64. */
export const publicKeyText = (key: KeyObject): string => spki(key).toString('base64')

/** Reads what `publicKeyText` wrote; undefined for anything that is not an Ed25519 public key in that very form. */
export function publicKeyFrom(text: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' && publicKeyText(key) === text ? key : undefined
  } catch {
    return undefined
  }
}

const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })
const fingerprintName = (key: KeyObject): string => `checkpoint-ed25519.${fingerprint(key)}.pub.pem`

/** Text outside the PEM frame is ignored by readers; it tells people what they hold. */
const pemOf = (key: KeyObject): string =>
  `Bihuan checkpoint key, public part\nAlgorithm: Ed25519\nFingerprint: ${fingerprint(key)}\n${key.export({ type: 'spki', format: 'pem' })}`

/** Written whole under another name first, then linked: nobody ever reads half a key, and the first one wins. */
function makeKey(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('ed25519')
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  const text = `Bihuan checkpoint key, private part\nAlgorithm: Ed25519\n${privateKey.export({ type: 'pkcs8', format: 'pem' })}`
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
}

function keepPublicKey(folder: string, publicKey: KeyObject): void {
  const file = join(folder, publicName)
  if (existsSync(file)) {
    const other = readPublicKey(file)
    if (other.equals(publicKey)) return
    renameSync(file, join(folder, fingerprintName(other)))
  }
  writeFileSync(file, pemOf(publicKey), { flush: true })
}

function parse(file: string, read: (pem: string) => KeyObject): KeyObject {
  try {
    const key = read(readFileSync(file, 'utf8'))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new KeyError(
        `找不到密钥文件 ${file}：请检查路径。\nThere is no key file ${file}: check the path.`,
      )
  }
  throw new KeyError(
    `密钥文件 ${file} 不是可用的 Ed25519 密钥：请换用正确的文件，或从备份中恢复它。\n` +
      `The key file ${file} is not a usable Ed25519 key: give the right file, or restore it from a backup.`,
  )
}
