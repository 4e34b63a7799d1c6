import { loadTexts } from '../../lib/i18n/i18n.ts'
import ShareDialog from './share-dialog.tsx'

// The page that it opens on may be without its words.
await loadTexts('memories')

export default ShareDialog
