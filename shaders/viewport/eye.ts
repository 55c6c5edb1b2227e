import { DIFFUSE, type Shading } from "./types.ts";

const DIFFUSED = "info.diffuse=eyeDiffuse(preInfo,eyeN,eyeFrame[0],eyeFrame[1],eyeIris,diffuse$1.rgb);";
/** Lamps that the brow hides from the white are mirrored all the same: an eye without a glint is dead. */
const GLINT = "clearCoatBase\\+=info\\.clearCoat\\.rgb\\*shadow;";
const GLINTS = "clearCoatBase+=info.clearCoat.rgb*max(shadow,0.5)*2.0;";
/** What lids and lashes keep from an eye is not mirrored in it either, but for lamps. */
const MIRRORED = `#if defined(CLEARCOAT) && defined(REFLECTION)
clearcoatOut.finalClearCoatRadianceScaled*=mix(0.3,1.0,aoOut.ambientOcclusionColor.r)*(0.5+9.0*clearcoatOut.finalClearCoatRadianceScaled);
#endif
$0`;

/**
 * Eye: the iris lies behind a cornea that stands out of the eyeball, refracts the view and mirrors light where it bulges; light that
 * enters it gathers on the iris's far side; the white scatters light a little. The iris is the disc about the texture's middle.
 */
export const EYE: Shading = {
  glsl: {
    definitions: `
const float EYE_IRIS=0.155;
mat3 eyeAxes(vec3 p,vec2 uv,vec3 n) {
  vec3 px=dFdx(p);vec3 py=dFdy(p);vec2 ux=dFdx(uv);vec2 uy=dFdy(uv);
  float turn=ux.x*uy.y-uy.x*ux.y<0.0 ? -1.0 : 1.0;
  vec3 t=(px*uy.y-py*ux.y)*turn;vec3 b=(py*ux.x-px*uy.x)*turn;
  t=normalize(t-n*dot(n,t)+vec3(1e-20,0.0,0.0));b=normalize(b-n*dot(n,b)-t*dot(t,b)+vec3(0.0,1e-20,0.0));
  return mat3(t,b,n);
}
vec3 eyeDiffuse(preLightingInfo info,vec3 n,vec3 t,vec3 b,vec2 at,vec3 lightColor) {
  float iris=1.0-smoothstep(0.9,1.05,length(at));
  vec3 reach=vec3(0.3,0.22,0.2);
  vec3 white=max((dot(n,info.L)+reach)/(1.0+reach),vec3(0.0));
  float gathered=max(0.0,-dot(at,vec2(dot(info.L,t),dot(info.L,b))));
  vec3 lit=vec3(max(0.25*info.NdotL+0.75*max(dot(n,info.L),0.0),0.0)*(0.85+2.2*gathered));
  return mix(white,lit,iris)*(info.attenuation/PI)*lightColor;
}`,
    passages: {
      "vec2 uvOffset=vec2\\(0\\.0,0\\.0\\);": `$0
vec2 eyeAt=(vAlbedoUV-0.5)/EYE_IRIS;vec3 eyeN=normalW;
mat3 eyeFrame=eyeAxes(vPositionW,vAlbedoUV,eyeN);
float eyeBulge=0.55*(1.0-smoothstep(0.8,1.2,length(eyeAt)));
geometricNormalW=normalize(eyeN+eyeBulge*(eyeFrame[0]*eyeAt.x+eyeFrame[1]*eyeAt.y));
vec3 eyeRay=refract(-viewDirectionW,geometricNormalW,0.75);
vec2 eyeIris=eyeAt+vec2(dot(eyeRay,eyeFrame[0]),dot(eyeRay,eyeFrame[1]))*0.4*max(0.0,1.0-dot(eyeAt,eyeAt))/max(-dot(eyeRay,eyeN),0.35);
uvOffset=(eyeIris-eyeAt)*EYE_IRIS;`,
      [DIFFUSE]: DIFFUSED,
      [GLINT]: GLINTS,
      "vec4 finalColor=vec4\\(": MIRRORED,
    },
  },
  wgsl: {
    definitions: `
const EYE_IRIS=0.155;
fn eyeAxes(p: vec3f,uv: vec2f,n: vec3f)->mat3x3f {
  let px=dpdx(p);let py=dpdy(p);let ux=dpdx(uv);let uy=dpdy(uv);
  let turn=select(1.0,-1.0,ux.x*uy.y-uy.x*ux.y<0.0);
  var t=(px*uy.y-py*ux.y)*turn;var b=(py*ux.x-px*uy.x)*turn;
  t=normalize(t-n*dot(n,t)+vec3f(1e-20,0.0,0.0));b=normalize(b-n*dot(n,b)-t*dot(t,b)+vec3f(0.0,1e-20,0.0));
  return mat3x3f(t,b,n);
}
fn eyeDiffuse(info: preLightingInfo,n: vec3f,t: vec3f,b: vec3f,at: vec2f,lightColor: vec3f)->vec3f {
  let iris=1.0-smoothstep(0.9,1.05,length(at));
  let reach=vec3f(0.3,0.22,0.2);
  let white=max((dot(n,info.L)+reach)/(1.0+reach),vec3f(0.0));
  let gathered=max(0.0,-dot(at,vec2f(dot(info.L,t),dot(info.L,b))));
  let lit=vec3f(max(0.25*info.NdotL+0.75*max(dot(n,info.L),0.0),0.0)*(0.85+2.2*gathered));
  return mix(white,lit,iris)*(info.attenuation/PI)*lightColor;
}`,
    passages: {
      "var uvOffset: vec2f= ?vec2f\\(0\\.0,0\\.0\\);": `$0
let eyeAt=(fragmentInputs.vAlbedoUV-0.5)/EYE_IRIS;let eyeN=normalW;
let eyeFrame=eyeAxes(fragmentInputs.vPositionW,fragmentInputs.vAlbedoUV,eyeN);
let eyeBulge=0.55*(1.0-smoothstep(0.8,1.2,length(eyeAt)));
geometricNormalW=normalize(eyeN+eyeBulge*(eyeFrame[0]*eyeAt.x+eyeFrame[1]*eyeAt.y));
let eyeRay=refract(-viewDirectionW,geometricNormalW,0.75);
let eyeIris=eyeAt+vec2f(dot(eyeRay,eyeFrame[0]),dot(eyeRay,eyeFrame[1]))*0.4*max(0.0,1.0-dot(eyeAt,eyeAt))/max(-dot(eyeRay,eyeN),0.35);
uvOffset=(eyeIris-eyeAt)*EYE_IRIS;`,
      [DIFFUSE]: DIFFUSED,
      [GLINT]: GLINTS,
      "var finalColor: vec4f= ?vec4f\\(": MIRRORED,
    },
  },
};
