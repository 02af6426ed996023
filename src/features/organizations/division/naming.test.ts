import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isVirtual, nameTownship, nameVillage } from './naming.ts'

const town = (name: string) => {
  const { kind, name: called, shortName } = nameTownship({ code: '610522101', name })
  return `${kind} ${called} ${shortName}`
}
const village = (name: string, code = '610522101205') => {
  const { kind, name: called } = nameVillage({ code, name })
  return `${kind} ${called}`
}

test('a township is what its name says, and short without its last word where a name is left', () => {
  assert.equal(town('秦东镇'), 'township 秦东镇 秦东')
  assert.equal(town('城关街道'), 'street 城关街道 城关')
  assert.equal(town('城关街道办事处'), 'street 城关街道 城关')
  assert.equal(town('石门乡'), 'township 石门乡 石门')
  assert.equal(town('新民回族乡'), 'township 新民回族乡 新民回族乡')
  assert.equal(town('城镇'), 'township 城镇 城镇')
  assert.equal(town('巴彦塔拉苏木'), 'township 巴彦塔拉苏木 巴彦塔拉苏木')
  for (const name of ['潼关县工业园区', '经济技术开发区', '国营良种场', '风景区管委会'])
    assert.equal(town(name), `committee ${name} ${name}`)
})

test('a village is called by its name, not by that of its committee', () => {
  assert.equal(village('寺角营村委会'), 'village 寺角营村')
  assert.equal(village('十里铺村村委会'), 'village 十里铺村')
  assert.equal(village('家庄村村民委员会'), 'village 家庄村')
  assert.equal(village('东马村民委员会'), 'village 东马村')
  assert.equal(village('庙港村委会（新）'), 'village 庙港村')
  assert.equal(village('乌兰图嘎查'), 'village 乌兰图嘎查')
  assert.equal(village('巴音布拉格嘎查村委会'), 'village 巴音布拉格嘎查')
  assert.equal(village('白音敖包嘎查委员会'), 'village 白音敖包嘎查')
  assert.equal(village('乔屯村'), 'village 乔屯村')
  assert.equal(village('南新社区居委会'), 'community 南新社区')
  assert.equal(village('多福巷居委会'), 'community 多福巷社区')
  assert.equal(village('桥西社区居民委员会'), 'community 桥西社区')
  assert.equal(village('省水利设计院家委会'), 'community 省水利设计院社区')
  assert.equal(village('银杏社区'), 'community 银杏社区')
})

test('where the name does not say, the code does', () => {
  assert.equal(village('三连', '610522101205'), 'village 三连')
  assert.equal(village('三连', '610522101501'), 'village 三连')
  assert.equal(village('三分场生活区', '610522101498'), 'community 三分场生活区')
  assert.equal(village('刘庄子生产队', '610522101005'), 'community 刘庄子生产队')
})

test('a placeholder of the statistics is known as one', () => {
  assert.equal(isVirtual({ code: '1', name: '文景街道虚拟社区' }), true)
  assert.equal(isVirtual({ code: '1', name: '文景社区居委会' }), false)
})
