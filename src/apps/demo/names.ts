import { createRandom } from './random.ts'

/** Names of people who do not exist, all different. Surnames and given names are drawn apart and put together. */
const surnames =
  '宋韩冯邹严秦苗岑薛鲁柏窦滕安伍余卞康顾孟尹姚邵汪祁贝臧计戴谈茅庞熊纪舒屈项祝董梁杜阮蓝席麻贾路娄童颜郭方石廖贺倪汤殷罗毕郝邬乔常傅卓蒙池乐于时皮齐元卜平黄和穆萧'
const firsts = '文志国建永正光海春秋明立宗世德广长玉秀桂雪晓佳思雨慧丽传守学运维家启云亚素巧'
const seconds = '林山河田波峰军华生堂发兴旺财全才亮清芳英梅兰霞琴敏静磊东泉昌贵荣宽诚信礼义芬莲燕红艳洁'

/** @returns a function that gives the next name; the same sequence every time */
export function createNames(seed: string): () => string {
  const random = createRandom(`names/${seed}`)
  const given = new Set<string>()
  const letter = (of: string) => random.pick([...of])
  return () => {
    for (;;) {
      const name = letter(surnames) + (random.chance(0.82) ? letter(firsts) : '') + letter(seconds)
      if (given.has(name)) continue
      given.add(name)
      return name
    }
  }
}
