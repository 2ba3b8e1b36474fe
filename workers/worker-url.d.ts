// The URL of a worker's file, which the bundler knows.

declare module '*?worker&url' {
  const url: string
  export default url
}
