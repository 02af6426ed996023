import { barriersOn } from '#tests/support/e2e-axe.ts'
import type { Caller } from '#tests/support/e2e-caller.ts'
import type { Desk } from '#tests/support/e2e-desk.ts'
import { type DemoUser, expect, test } from '#tests/support/e2e-test.ts'
import { everyPage } from '#tests/support/every-page.ts'

const banner = '本系统为非涉密系统，严禁处理、存储、传输国家秘密'

const screens = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
] as const

for (const { width, height, colorScheme } of screens)
  test(`every page at ${width}, ${colorScheme}: banner, no barrier, nothing too wide`, async ({ people }) => {
    test.setTimeout(600_000)
    const options = { viewport: { width, height }, colorScheme }
    const callers = new Map<DemoUser, Promise<Caller>>()
    const visits = await everyPage(async (as, path) => {
      const caller = await once(callers, as, () => people.caller(as))
      return JSON.parse(String(await caller.download(path)))
    })
    const desks = new Map<DemoUser | null, Promise<Desk>>()
    for (const { as, path, says } of visits)
      await test.step(path, async () => {
        const { page } = await once(desks, as, () => (as ? people.as(as, options) : people.nobody(options)))
        await page.goto(path)
        await expect(page.getByText(says).first()).toBeVisible()
        await page.waitForLoadState('networkidle')
        await expect.soft(page.getByText(banner)).toBeVisible()
        expect.soft(await barriersOn(page), `barriers on ${path}`).toEqual([])
        const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect.soft(overhang, `${path} is wider than the screen`).toBeLessThanOrEqual(0)
      })
  })

/** Who signs in once stays signed in. */
function once<Key, Value>(
  made: Map<Key, Promise<Value>>,
  key: Key,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = made.get(key) ?? make()
  made.set(key, known)
  return known
}
