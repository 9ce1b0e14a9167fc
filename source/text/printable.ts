/**
 * Text from strangers, made safe to show (PROTOCOL.md section 7).
 * Names, titles and OS strings are anybody's bytes: unguarded they could move the cursor, change colours, turn the
 * reading direction, hide characters, or take another width than the screen counted with.
 */

const plain = /^[\x20-\x7e]*$/;

/** Joiners, presentation selectors and skin tones behind a picture: without them the same picture has one width everywhere. */
const pictureTail = /(\p{Extended_Pictographic})[\u200d\ufe0e\ufe0f\p{Emoji_Modifier}\u{e0020}-\u{e007f}]+/gu;

/**
 * Everything that acts on a terminal, is invisible, or has a width that terminals disagree on:
 * controls, format and bidi characters, line separators, variation selectors, regional indicators, skin tones alone,
 * keycap marks, noncharacters, and whatever Unicode says is drawn as nothing.
 */
const unsafe =
	/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Variation_Selector}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Noncharacter_Code_Point}\ufff9-\ufffb]|\u20e3/gu;

/** A mark with nothing under it would be drawn over whatever stands before the text; piles of marks reach other rows. */
const markAtStart = /^[\p{Mn}\p{Me}]/u;
const markPile = /([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu;

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
 * The text with nothing in it that could harm a screen. C0 and DEL become control pictures (line feed: ␊), regional
 * indicators letters, everything else that is listed in PROTOCOL.md 7 becomes U+FFFD, so that two names that look alike
 * are alike; the joiners and selectors inside an emoji sequence go. Plain ASCII comes back as it is, at once.
 * The result is well-formed, in one line, and printing it a second time changes nothing.
 */
export function printable(text: string): string {
	if (plain.test(text)) return text;
	const safe = text.toWellFormed().replace(pictureTail, '$1').replace(unsafe, visible).replace(markPile, '$1');
	return markAtStart.test(safe) ? `\u25cc${safe}` : safe;
}

/**
 * A message as it was on the wire, a line each, its line ends visible at the end of the line that they end (␍␊).
 * What follows the last line end, if anything, is the last line. No line holds a control character.
 */
export function visibleLineEnds(text: string): string[] {
	if (text === '') return [];
	const lines = text.split('\n');
	const rest = lines.pop() ?? '';
	const shown = lines.map(line => printable(`${line}\n`));
	if (rest !== '') shown.push(printable(rest));
	return shown;
}
