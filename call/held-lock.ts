// A Web Lock that is held until somebody lets go of it, or the page is gone. For what is on the disk of an origin and
// belongs to one of its pages.

/** @returns what lets go of it; null where another page, or another part of this one, holds it. Rejects where the browser
 *  has no locks for this page */
export function holdLock(name: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) resolve(null)
        else return new Promise<void>((release) => resolve(() => release()))
      })
      .catch(reject)
  })
}
