/** Verbs and queries without a scope, and why none can be asked for. `feature/functionName`. */
export const publicVerbs: Record<string, string> = {
  'accounts/signUp': 'nobody is signed in yet',
  'accounts/confirmEmail': 'the token from the mail is the proof',
  'accounts/resendVerification': 'nobody is signed in yet; the answer is the same for every address',
  'accounts/signIn': 'the password is the proof',
  'accounts/readMe': 'answers about the caller alone, and nothing when nobody is signed in',
  'accounts/signOut': 'ends whatever session the cookie names, or none',
  'codes/checkCode':
    'the code itself is the proof, and it is bound to the session, challenge or browser that asked',
  'circles/previewInvitation': 'the token from the mail is the proof, and it shows no more than the mail did',
  'circles/findInvitedAddress': 'the token from the mail is the proof; the address stays on the server',
}
