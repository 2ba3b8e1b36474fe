// Calls over networks that are hard, and what happens to a call when its network or its servers break: Ada and Ben sit
// behind routers of their own, made of network namespaces, with a browser each.
import type { Browser } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/chromium-session.ts'
import { missingForLab, NatLab } from '../support/nat-lab.ts'
import { longestGapMs, PatternPage } from '../support/pattern-pages.ts'

describe.skipIf(missingForLab)(`a call between two homes${missingForLab}`, () => {
  let lab: NatLab
  let browsers: [Browser, Browser]
  let ada: PatternPage
  let ben: PatternPage

  beforeAll(async () => {
    lab = await NatLab.open()
    lab.setNat('cone')
    lab.route({ ada: 8081, ben: 8081 })
    await Promise.all([lab.startRelay(), lab.startServer('server', 8081)])
    browsers = await Promise.all([lab.browser('ada'), lab.browser('ben')])
  })
  afterEach(async () => {
    lab.setNat('cone')
    lab.setUdp(true)
    await Promise.all([lab.setWire({}), lab.startRelay()])
  })
  afterAll(() => lab.close())

  let rooms = 0

  /** Both join a new room. */
  async function open(): Promise<void> {
    const room = `room="${String(++rooms)}"`
    ;[ada, ben] = await Promise.all([
      PatternPage.open(browsers[0], lab.origin, `${room} name="Ada"`),
      PatternPage.open(browsers[1], lab.origin, `${room} name="Ben"`),
    ])
  }

  /** Both join a new room, and each has seen a second of the other. */
  async function call(): Promise<void> {
    await open()
    await Promise.all([ada.untilCards(30), ben.untilCards(30)])
  }

  /** Each has seen the other all the time, as the same participant of the same call. */
  async function expectNoPause(since: number): Promise<void> {
    for (const page of [ada, ben]) {
      expect(longestGapMs((await page.cards()).filter((card) => card.at > since - 1000))).toBeLessThan(1000)
      expect(await page.others()).toMatchObject([{ isFirst: true, connectionState: 'connected' }])
    }
  }

  it('goes straight through routers that keep a port for each of theirs', async () => {
    await call()
    const address = expect.stringMatching(/^(srflx|prflx)$/) as string
    // The relay may have been the faster one at first.
    for (const page of [ada, ben])
      await expect.poll(() => page.path()).toMatchObject({ local: address, remote: address })
  })

  it('goes through a relay where routers give every connection another port', async () => {
    lab.setNat('symmetric')
    await call()
    const [mine, yours] = await Promise.all([ada.path(), ben.path()])
    expect([mine.local, mine.remote]).toContain('relay')
    expect([yours.local, yours.remote]).toContain('relay')
  })

  it('goes through a relay over TCP where networks let no UDP through', async () => {
    lab.setUdp(false)
    await call()
    for (const { local, relayProtocol } of await Promise.all([ada.path(), ben.path()]))
      expect([local, relayProtocol]).toEqual(['relay', 'tcp'])
  })

  it('holds with 100 ms each way and 5 % of the packets lost', async () => {
    await call()
    await lab.setWire({ delayMs: 100, lossPercent: 5 })
    const at = Date.now()
    const [before, ...cards] = await Promise.all([ben.sound(), ada.untilCards(60, at), ben.untilCards(60, at)])
    const after = await ben.sound()
    expect(after.seconds).toBeGreaterThan(before.seconds + 1)
    expect(after.energy).toBeGreaterThan(before.energy)
    for (const one of cards) expect(longestGapMs(one)).toBeLessThan(2000)
    await expect.poll(async () => (await ada.path()).roundTripMs).toBeGreaterThan(200)
  })

  it('has its picture back within 3 s of a link that was cut for 10 s', async () => {
    await call()
    await lab.setWire({ isUp: false })
    const cutAt = Date.now()
    await until('10 s', () => Date.now() > cutAt + 10_000)
    await lab.setWire({})
    const at = Date.now()
    const [mine, yours] = await Promise.all([ada.untilCards(1, at), ben.untilCards(1, at)])
    expect(mine[0]!.at - at).toBeLessThan(3000)
    expect(yours[0]!.at - at).toBeLessThan(3000)
    // It was cut: nothing came until then.
    expect((await ben.cards()).filter((card) => card.at > cutAt + 1000 && card.at < at)).toEqual([])
  })

  it('comes back where one of them has another address', async () => {
    await call()
    lab.changeAddress()
    const at = Date.now() + 1000
    await Promise.all([ada.untilCards(30, at), ben.untilCards(30, at)])
  })

  it('goes on without a pause while the signaling server is killed and started again', async () => {
    await call()
    const killedAt = Date.now()
    await lab.kill('server')
    await Promise.all([ada.untilTold('reconnecting'), ben.untilTold('reconnecting')])
    await lab.startServer('server', 8081)
    await Promise.all([ada, ben].map((page) => until('joined', async () => (await page.told()).at(-1) === 'joined')))
    await Promise.all([ada, ben].map((page) => page.untilCards(30, Date.now() + 2000)))
    await expectNoPause(killedAt)
  })

  it('has its picture back after the relay was killed and started again', async () => {
    lab.setNat('symmetric')
    await call()
    await lab.kill('relay')
    const isLost = async () => (await ada.others()).every(({ connectionState }) => connectionState !== 'connected')
    await until('the connection to be lost', isLost)
    await lab.startRelay()
    const at = Date.now()
    await Promise.all([ada.untilCards(30, at, 10_000), ben.untilCards(30, at, 10_000)])
  })

  it('says that there is no relay where UDP is blocked and none answers', async () => {
    lab.setUdp(false)
    await lab.kill('relay')
    await open()
    await Promise.all([ada, ben].map((page) => page.untilTold('NoRelay', 0, 40_000)))
    const sentence = await ada.page.evaluate(() => document.querySelector('rtc-call')!.error!.message)
    expect(sentence).toContain('the network between you blocks UDP and no TURN server answered')
  })

  describe('with two servers on one Redis', () => {
    let redis: string

    beforeAll(async () => {
      redis = await lab.startRedis()
      await Promise.all([8082, 8083].map((port) => lab.startServer(String(port), port, { REDIS_URL: redis })))
      lab.route({ ada: 8082, ben: 8083 })
    })

    it('goes on without a pause while Redis is killed and started again, and people come and go after that', async () => {
      await call()
      const killedAt = Date.now()
      await lab.kill('redis')
      await Promise.all([ada.untilCards(60, killedAt), ben.untilCards(60, killedAt)])
      await lab.startRedis()
      await Promise.all([ada.untilCards(60, killedAt + 2000), ben.untilCards(60, killedAt + 2000)])
      await expectNoPause(killedAt)
      await ben.page.evaluate(async () => {
        const call = document.querySelector('rtc-call')!
        call.leave()
        await call.join()
      })
      const at = Date.now()
      await Promise.all([ada.untilCards(30, at), ben.untilCards(30, at)])
    })

    it('goes on without a pause while one of the servers is killed, and its people come back by the other', async () => {
      await call()
      const killedAt = Date.now()
      lab.route({ ada: 8082, ben: 8082 })
      await lab.kill('8083')
      await ben.untilTold('reconnecting')
      await until('Ben to be back', async () => (await ben.told()).at(-1) === 'joined')
      await Promise.all([ada.untilCards(60, killedAt + 2000), ben.untilCards(60, killedAt + 2000)])
      await expectNoPause(killedAt)
    })
  })
})
