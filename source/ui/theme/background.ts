/** What colour a terminal has behind its text, as far as it can be told. Pure. */
import type {Background} from './tones.ts';

/** What terminals are asked with, and answer with their colour (xterm, "Operating System Commands", 11). */
export const backgroundQuery = '\u001b]11;?\u001b\\';

const answer = /^11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i;

/** The share of light in a colour that stands as `rgb:RRRR/GGGG/BBBB`, by the weights of ITU-R BT.709. */
function lightness(parts: readonly string[]): number {
	const [red = 0, green = 0, blue = 0] = parts.map(part => Number.parseInt(part, 16) / (16 ** part.length - 1));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The background that a terminal's answer tells, without the sequence around it; undefined for any other text. */
export function backgroundOfAnswer(text: string): Background | undefined {
	const parts = answer.exec(text)?.slice(1);
	if (parts === undefined) return undefined;
	return lightness(parts) > 0.5 ? 'light' : 'dark';
}

/** The background by COLORFGBG (rxvt): `15;0` has colour 0 behind the text; 7 and 15 are the light ones of sixteen. */
export function backgroundOfEnvironment(colours: string | undefined): Background | undefined {
	const behind = /;(\d{1,2})$/.exec(colours ?? '')?.[1];
	if (behind === undefined) return undefined;
	return behind === '7' || Number(behind) >= 9 ? 'light' : 'dark';
}
