/**
 * Makes strangers' text safe to show (RFC 900006, section 3). Names, titles and OS strings can be anything:
 * unfiltered they could move the cursor, change colours, reverse the text direction, hide characters, or have another
 * width than the screen calculated.
 */

const plain = /^[\x20-\x7e]*$/;

/**
 * Joiners, presentation selectors and skin tones after a pictograph: without them it has the same width everywhere.
 * This and the next three are made on first use, since that takes long, and most texts are plain.
 */
const pictureTail = () => /(\p{Extended_Pictographic})[\u200d\ufe0e\ufe0f\p{Emoji_Modifier}\u{e0020}-\u{e007f}]+/gu;

/**
 * Everything that acts on a terminal, is invisible, or has a width that terminals disagree on: controls, format and
 * bidi characters, line separators, variation selectors, regional indicators, lone skin tones, keycap marks,
 * noncharacters, and default-ignorable characters.
 */
const unsafe = () =>
	/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Variation_Selector}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Noncharacter_Code_Point}\ufff9-\ufffb]|\u20e3/gu;

/**
 * A combining mark at the start would be drawn over whatever precedes the text; stacked marks reach into other rows.
 */
const markAtStart = () => /^[\p{Mn}\p{Me}]/u;
const markPile = () => /([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu;

const firstRegionalIndicator = 0x1f1e6;
const lastRegionalIndicator = 0x1f1ff;

function visible(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x20) return String.fromCharCode(0x2400 + code);
	if (code === 0x7f) return '\u2421';
	if (code >= firstRegionalIndicator && code <= lastRegionalIndicator) {
		return String.fromCharCode(0x41 + code - firstRegionalIndicator);
	}
	return '\ufffd';
}

/**
 * The text with everything removed that could harm a screen. C0 and DEL become control pictures (line feed: ␊),
 * regional indicators become letters, everything else listed in RFC 900006, section 3 becomes U+FFFD, so that names
 * that look alike are alike; joiners and selectors inside an emoji sequence are dropped. Plain ASCII is returned
 * unchanged. The result is well-formed and one line; applying the function twice changes nothing.
 */
export function printable(text: string): string {
	if (plain.test(text)) return text;
	const safe = text.toWellFormed().replace(pictureTail(), '$1').replace(unsafe(), visible).replace(markPile(), '$1');
	return markAtStart().test(safe) ? `\u25cc${safe}` : safe;
}

/**
 * A message as it was on the wire, split into lines with visible line ends (␍␊). Anything after the last line end is
 * the last line. No line contains a control character.
 */
export function visibleLineEnds(text: string): string[] {
	if (text === '') return [];
	const lines = text.split('\n');
	const rest = lines.pop() ?? '';
	const shown = lines.map(line => printable(`${line}\n`));
	if (rest !== '') shown.push(printable(rest));
	return shown;
}
