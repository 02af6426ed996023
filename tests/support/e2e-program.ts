import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBrowserPart } from '../../tools/prepare/build.mjs'
import { startProgram } from './child-program.ts'
import { openIdentityProvider } from './identity-provider.ts'

/**
 * Before the first journey: the real program as `npm start` runs it, on a fresh data folder and a free port, with
 * its browser part built, and with the single sign-on of an identity provider beside it. Gives back what ends it again. BIHUAN_E2E_ADDRESS set beforehand names a running one instead.
 */
export default async function openForJourneys(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.BIHUAN_E2E_ADDRESS) return undefined
  buildBrowserPart()
  const dataDir = mkdtempSync(join(tmpdir(), 'bihuan-e2e-'))
  const provider = await openIdentityProvider()
  const { issuer, clientId, clientSecret } = provider.settings
  const program = startProgram(['src/apps/start.ts'], {
    ...{ PORT: '0', BIHUAN_DATA: dataDir, BIHUAN_LOG: 'error' },
    ...{ BIHUAN_SSO_ISSUER: issuer, BIHUAN_SSO_CLIENT_ID: clientId, BIHUAN_SSO_CLIENT_SECRET: clientSecret },
    // Started so, it ends by itself when its parent is gone, however that went.
    npm_lifecycle_event: 'e2e',
  })
  const end = async () => {
    program.process.kill('SIGTERM')
    await program.exited
    await provider.close()
    rmSync(dataDir, { recursive: true, force: true })
    const output = process.env.BIHUAN_E2E_OUTPUT
    if (output && !hasFailures(output)) rmSync(output, { recursive: true, force: true })
  }
  try {
    const [, address] = await program.said(/Bihuan is up: (\S+)/)
    provider.start([`${address}/sign-in/sso/return`])
    process.env.BIHUAN_E2E_ADDRESS = address
  } catch (error) {
    await end()
    throw error
  }
  return end
}

/** What is kept of failures only, to be looked at; everything else there was for the journeys themselves. */
const hasFailures = (folder: string): boolean =>
  globSync('**/{trace.zip,error-context.md}', { cwd: folder }).length > 0
