/** Verbs and queries without a scope, and why none can be asked for. `feature/functionName`. */
export const publicVerbs: Record<string, string> = {
  'accounts/signUp': 'nobody is signed in yet',
  'accounts/limitSignUpMails': 'counts mails to an address, whoever asks for them',
  'accounts/confirmEmail': 'the token from the mail is the proof',
  'accounts/resendVerification': 'nobody is signed in yet; the answer is the same for every address',
  'accounts/signIn': 'the password is the proof',
  'accounts/readMe': 'answers about the caller alone, and nothing when nobody is signed in',
  'accounts/signOut': 'ends whatever session the cookie names, or none',
  'phones/requestSignInCode': 'nobody is signed in yet; the answer is the same for every number',
  'phones/resendSignInCode': 'nobody is signed in yet; the browser that asked is the proof',
  'phones/verifyPhoneCode': 'the code is the proof',
  'codes/checkCode':
    'the code itself is the proof, and it is bound to the session, challenge or browser that asked',
  'two-factor/takeRecoverySheet': 'the token of the link is the proof, and it works once',
  'circles/previewInvitation': 'the token from the mail is the proof, and it shows no more than the mail did',
  'circles/findInvitedAddress': 'the token from the mail is the proof; the address stays on the server',
  'passkeys/checkPasskey': 'the signature is the proof',
  'passkeys/makeSignInOptions': 'nobody is named and nobody is told anything; it serves this browser alone',
  'passkeys/signInWithPasskey': 'the signature is the proof',
  'identities/listProviders': 'which buttons the sign-in page shows',
  'identities/beginJourney': 'nobody is signed in yet; purposes that need a session prove it themselves',
  'identities/endJourney': 'the state, bound to the browser, is the proof',
  'media/openOriginal': 'reads for the worker alone, which was asked by whoever sent the picture',
  'avatars/openAvatar': 'reads for the worker alone, which was asked by the person in the picture',
  'account-data/cancelDeletionByLink':
    'the token from the mail is the proof; all it can do is to keep an account',
}
