// Libraries that are no modules: a script that leaves a global behind. Used by glfx.ts and opencv.ts.

/** Resolves once the script has run. */
export async function loadScript(url: string): Promise<void> {
  const script = document.createElement('script')
  script.src = url
  await new Promise<void>((resolve, reject) => {
    script.onload = () => resolve()
    script.onerror = () => reject(new Error(`${url} does not load: delete bench/node_modules and run the bench again.`))
    document.head.append(script)
  })
}
