import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatXml, parseXml, XmlError, type XmlFault } from '../../../../../bot/channels/wecom/sdk/index.ts';

function faultOf(text: string): XmlFault | undefined {
  try {
    parseXml(text);
    return undefined;
  } catch (error) {
    if (error instanceof XmlError) return error.fault;
    throw error;
  }
}

describe('what is read', () => {
  it('ids and numbers stay as they were written', () => {
    expect(parseXml('<xml><MsgId>4561255354251345929</MsgId><AgentID>007</AgentID><N>1e5</N></xml>')).toEqual(
      {
        ...{ MsgId: '4561255354251345929', AgentID: '007', N: '1e5' },
      },
    );
  });

  it('CDATA is what it says, white space and what looks like markup included', () => {
    expect(parseXml('<xml><Content><![CDATA[ a&amp;b <x>\n <!DOCTYPE y> ]]></Content></xml>')).toEqual({
      Content: ' a&amp;b <x>\n <!DOCTYPE y> ',
    });
    expect(parseXml('<xml><C><![CDATA[a]]>-<![CDATA[b]]></C></xml>')).toEqual({ C: 'a-b' });
    expect(parseXml('<xml><C> a\n</C></xml>')).toEqual({ C: ' a\n' });
  });

  it('the five entities and numbers of letters', () => {
    expect(parseXml('<xml><C>&lt;&amp;&gt;&quot;&apos;&#20320;&#x4f60;&#38;lt;</C></xml>')).toEqual({
      C: '<&>"\'你你&lt;',
    });
  });

  it('an entity that nobody defined stays the text that it is', () => {
    expect(parseXml('<xml><C>&file;&nbsp;</C></xml>')).toEqual({ C: '&file;&nbsp;' });
  });

  it('elements in elements, repeated ones as lists, empty ones as nothing', () => {
    const text = '<?xml version="1.0"?>\n<xml>\n <L><I>1</I> <I>2</I></L><E/><F></F><!-- -->\n</xml>\n';
    expect(parseXml(text)).toEqual({ L: { I: ['1', '2'] }, E: '', F: '' });
  });
});

describe('what is refused', () => {
  it.each<[string, XmlFault, string]>([
    ['a DTD', 'dtd', '<!DOCTYPE xml><xml><a>1</a></xml>'],
    ['a DTD in small letters', 'dtd', '<!doctype xml><xml><a>1</a></xml>'],
    [
      'a file from outside',
      'dtd',
      '<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><a>&x;</a></xml>',
    ],
    [
      'a billion laughs',
      'dtd',
      '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><xml><a>&b;</a></xml>',
    ],
    ['an entity behind a CDATA that is none', 'dtd', '<xml><a>]]><!ENTITY x "y"></a></xml>'],
    [
      'a DTD in what only looks like CDATA, because comments stand around its signs',
      'dtd',
      '<!-- <![CDATA[ --><!DOCTYPE x [<!ENTITY a "ha">]><!-- ]]> --><xml><a>&a;</a></xml>',
    ],
    [
      'a DTD between instructions',
      'dtd',
      '<?x <![CDATA[ ?><!DOCTYPE x [<!ENTITY a "ha">]><?x ]]> ?><xml><a>&a;</a></xml>',
    ],
    [
      'a DTD between attributes that look like a comment',
      'malformed',
      '<xml a="<!--"><!DOCTYPE x [<!ENTITY a "ha">]><b c="-->">&a;</b></xml>',
    ],
    ['an attribute: WeCom writes none', 'malformed', '<xml><a b="1">1</a></xml>'],
    // A search for each end, from each beginning, would take half a minute of everybody's time.
    ['a megabyte of beginnings', 'malformed', `<xml>${'<![CDATA['.repeat(116_000)}`],
    ['an element that is not closed', 'malformed', '<xml><a>1</a>'],
    ['elements that cross', 'malformed', '<xml><a><b>1</a></b></xml>'],
    ['a CDATA that does not end', 'malformed', '<xml><a><![CDATA[1</a></xml>'],
    ['a name that is no field', 'malformed', '<xml><__proto__><a>1</a></__proto__></xml>'],
    [
      'elements without an end of depth',
      'malformed',
      `<xml>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</xml>`,
    ],
    ['no XML', 'malformed', 'hello'],
    ['nothing', 'malformed', ''],
    ['JSON', 'malformed', '{"encrypt":"x"}'],
    ['another root', 'root', '<html><a>1</a></html>'],
    ['a number of no letter', 'malformed', '<xml><a>&#0;</a></xml>'],
    ['a number of half a letter', 'malformed', '<xml><a>&#xd800;</a></xml>'],
    ['two roots', 'malformed', '<xml><a>1</a></xml><xml><a>2</a></xml>'],
    ['something behind the root', 'root', '<xml><a>1</a></xml><b/>'],
    ['a root with text alone', 'root', '<xml>hello</xml>'],
    ['two megabytes', 'too-large', `<xml><a>${'字'.repeat(700_000)}</a></xml>`],
  ])('%s', (_, fault, text) => {
    expect(faultOf(text)).toBe(fault);
  });

  it('anything at all is read or refused, and never breaks', () => {
    const pieces = fc.constantFrom(
      '<xml>',
      '</xml>',
      '<a>',
      '</a>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '&#',
      ';',
      '<?',
      '?>',
      '"',
      '=',
      '字',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }), (parts) => {
        const fault = faultOf(parts.join(''));
        expect([undefined, 'too-large', 'dtd', 'malformed', 'root']).toContain(fault);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what is written', () => {
  it('text in CDATA, numbers bare, lists repeated, what is missing not at all', () => {
    expect(formatXml({ A: 'x', N: 5, B: true, L: [{ I: '1' }, { I: '2' }], M: undefined })).toBe(
      '<xml><A><![CDATA[x]]></A><N>5</N><B>true</B><L><I><![CDATA[1]]></I></L><L><I><![CDATA[2]]></I></L></xml>',
    );
  });

  it('is read back as it was, whatever a person typed', () => {
    const typed = fc
      .oneof(
        fc.string({ unit: 'binary' }),
        fc.string(),
        fc.constantFrom(']]>', '<a>]]&gt;', ']]]]>>', '\r\n', '\ufeff'),
      )
      // XML has no way to write these, and turns every line's end into one character.
      .map((text) => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '').replace(/\r\n?/g, '\n'));
    fc.assert(
      fc.property(typed, (Content) => {
        expect(parseXml(formatXml({ Content }))).toEqual({ Content });
      }),
      { numRuns: 2000 },
    );
  });
});
