declare module 'virtual:first-passwords' {
  /** The most used passwords, most used first: the beginning of @zxcvbn-ts/language-common's list. */
  const passwords: string[]
  export default passwords
}
