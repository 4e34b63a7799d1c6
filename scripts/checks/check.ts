/** Something about the repository that must hold. */
export interface Check {
  name: string
  /** Answers what is wrong, for a person to read, or nothing. Throwing is failing too. */
  run(): Promise<string> | string
}
