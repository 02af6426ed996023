import { expect, test } from '@playwright/test'

/**
 * What somebody who got text into a page would try next. Not with the people of other tests, who complain of whatever
 * the policy keeps out: that nothing of ours is, they prove on every page they open.
 */
type Kept = { directive: string; what: string }

for (const path of ['/', '/desk/sign-in'])
  test(`nothing that was put into ${path} runs, loads or leads away`, async ({ page }) => {
    await page.addInitScript(() => {
      const kept: Kept[] = []
      Object.assign(window, { kept, ran: [] })
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
        kept.push({ directive: effectiveDirective, what: blockedURI }),
      )
    })
    // What the policy keeps out never comes this far.
    const elsewhere: string[] = []
    await page.route('https://elsewhere.test/**', (route) => {
      elsewhere.push(route.request().url())
      return route.fulfill({ body: '' })
    })
    await page.goto(path)
    await page.evaluate(() => {
      const put = (html: string) => document.body.insertAdjacentHTML('beforeend', html)
      const script = (change: (made: HTMLScriptElement) => void) => {
        const made = document.createElement('script')
        change(made)
        document.body.append(made)
      }
      script((made) => {
        made.textContent = "window.ran.push('inline')"
      })
      script((made) => {
        made.src = 'https://elsewhere.test/a.js'
      })
      script((made) => {
        made.src = URL.createObjectURL(new Blob(["window.ran.push('blob')"]))
      })
      put(`<img src="https://elsewhere.test/a.png" onerror="window.ran.push('handler')">`)
      put('<p id="styled" style="position: fixed">x</p><style>#styled { color: rgb(1, 2, 3) }</style>')
      put('<link rel="stylesheet" href="https://elsewhere.test/a.css">')
      put('<iframe src="https://elsewhere.test/"></iframe><object data="https://elsewhere.test/b"></object>')
      put('<base href="https://elsewhere.test/">')
      void fetch('https://elsewhere.test/sent').catch(() => undefined)
      // Later: what the test itself calls may evaluate strings.
      setTimeout(() => {
        try {
          new Function("window.ran.push('eval')")()
        } catch {
          // As it should be.
        }
      })
    })
    const wanted =
      'script-src-elem script-src-attr script-src style-src-attr style-src-elem img-src connect-src'
    await expect
      .poll(async () => {
        const directives = await page.evaluate(() =>
          (window as unknown as { kept: Kept[] }).kept.map(({ directive }) => directive),
        )
        const missing = [...wanted.split(' '), 'frame-src', 'object-src', 'base-uri']
        return missing.filter((directive) => !directives.includes(directive))
      })
      .toEqual([])
    expect(await page.evaluate(() => (window as unknown as { ran: string[] }).ran)).toEqual([])
    expect(elsewhere).toEqual([])
    await expect(page.locator('#styled')).not.toHaveCSS('position', 'fixed')
    await expect(page.locator('#styled')).not.toHaveCSS('color', 'rgb(1, 2, 3)')
    expect(await page.evaluate(() => document.baseURI)).not.toContain('elsewhere')
  })
