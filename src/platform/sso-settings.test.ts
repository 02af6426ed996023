import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSettings, SettingsError } from './settings.ts'
import { faultOfCounties, providerOf } from './sso-settings.ts'

const whole = {
  BIHUAN_SSO_ISSUER: 'https://login.example.gov.cn/oidc',
  BIHUAN_SSO_CLIENT_ID: 'bihuan',
  BIHUAN_SSO_CLIENT_SECRET: 'only-the-two-know',
}

function faultOf(env: Record<string, string>): string {
  try {
    readSettings(env)
  } catch (error) {
    assert.ok(error instanceof SettingsError)
    assert.doesNotMatch(error.message, /only-the-two-know/)
    return error.message
  }
  return assert.fail('the settings were taken')
}

test('with nothing set nobody is asked for anything but a password', () => {
  assert.equal(readSettings({ BIHUAN_SSO_ISSUER: '' }).sso.size, 0)
})

test('one provider serves every county, unless a county has its own', () => {
  const own = Object.fromEntries(
    Object.entries(whole).map(([name, value]) => [`${name}_610522`, value.replace('login', 'county')]),
  )
  const { sso } = readSettings({ ...whole, ...own })
  assert.equal(providerOf(sso, '610522')?.issuer, 'https://county.example.gov.cn/oidc')
  assert.deepEqual(providerOf(sso, '610523'), {
    ...{ issuer: whole.BIHUAN_SSO_ISSUER, clientId: 'bihuan', clientSecret: 'only-the-two-know' },
  })
  assert.equal(providerOf(readSettings(own).sso, '610523'), undefined)
})

test('a half setting, a wrong name and an unsafe address are refused, each by name and with what to write', () => {
  for (const name of Object.keys(whole)) {
    const said = faultOf({ ...whole, [name]: '' })
    assert.match(said, new RegExp(`环境变量 ${name} 没有设置[\\s\\S]*${name} is not set`))
  }
  assert.match(faultOf({ ...whole, BIHUAN_SSO_SECRET: 'only-the-two-know' }), /BIHUAN_SSO_SECRET 不认识/)
  for (const issuer of [
    ...[
      'login.example.gov.cn',
      'http://login.example.gov.cn',
      'file:///etc/passwd',
      'http://127.0.0.1.evil.cn',
    ],
    ...['https://u:p@login.example.gov.cn', 'https://login.example.gov.cn?x=1', 'http://10.0.0.1'],
  ])
    assert.match(
      faultOf({ ...whole, BIHUAN_SSO_ISSUER: issuer }),
      /BIHUAN_SSO_ISSUER 不是统一身份认证的地址/,
      issuer,
    )
  for (const issuer of ['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000'])
    assert.equal(readSettings({ ...whole, BIHUAN_SSO_ISSUER: issuer }).sso.get('')?.issuer, issuer)
})

test('a county that is not here is said, with those that are', () => {
  const own = Object.fromEntries(Object.entries(whole).map(([name, value]) => [`${name}_610522`, value]))
  const { sso } = readSettings({ ...whole, ...own })
  assert.equal(faultOfCounties(sso, ['610522', '610523']), undefined)
  const said = faultOfCounties(sso, ['610523']) ?? ''
  assert.match(said, /没有的县：610522。.*610523[\s\S]*not here: 610522\..*610523/)
  assert.doesNotMatch(said, /only-the-two-know/)
})

test('it is said together with what else is wrong', () => {
  assert.match(faultOf({ PORT: 'x', BIHUAN_SSO_CLIENT_ID: 'bihuan' }), /PORT[\s\S]*BIHUAN_SSO_ISSUER/)
})
