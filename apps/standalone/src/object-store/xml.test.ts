import { expect, test } from 'vitest'
import { readXmlList, readXmlText, xmlDocument } from './xml.ts'

test('what is written is read again, whatever the key is called', () => {
  const keys = [`a & b <c> "d" 'e'`, 'line\nbreak\ttab\r', '😀 ж', '&amp;', ']]>']
  const xml = xmlDocument('Delete', { Object: keys.map((Key) => ({ Key })), Quiet: true })
  expect(readXmlList(xml, 'Delete', 'Object').map((item) => item.get('Key'))).toEqual(keys)
  expect(readXmlText(xml, 'Quiet')).toBe('true')
})

test('characters that XML cannot hold are replaced', () => {
  expect(xmlDocument('Error', { Message: 'a\u0000b\u0008' })).toContain('<Message>a\ufffdb\ufffd</Message>')
})

test.each([
  '<Other><Object><Key>a</Key></Object></Other>',
  '<!DOCTYPE d [<!ENTITY e "x">]><Delete><Object><Key>&e;</Key></Object></Delete>',
  '<Delete><Object><Key>&e;</Key></Object></Delete>',
  '<Delete><Object><Key>&#x110000;</Key></Object></Delete>',
])('%s is malformed', (xml) => {
  expect(() => readXmlList(xml, 'Delete', 'Object')).toThrow('XML')
})
