/** JSON that is safe to show: strangers' strings in it cannot move the cursor or reverse the text direction. */

/** Characters that act on a terminal or are invisible (RFC 900006, section 3), and that JSON does not escape. */
const unsafe = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Regional_Indicator}]/gu;

const escaped = (character: string): string =>
	Array.from(
		{length: character.length},
		(_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
	).join('');

/** A value as JSON, equivalent for every parser; indented by `indent` spaces per level, or on one line. */
export const jsonText = (value: unknown, indent?: number): string =>
	JSON.stringify(value, undefined, indent).replace(unsafe, escaped);
