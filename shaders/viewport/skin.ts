import { DIFFUSE, SHADOWED, type Shading, SPECULAR } from "./types.ts";

/** Two lobes: oil above, a rough skin below (weights and widths as in d'Eon and Luebke, GPU Gems 3, chapter 14). */
const LOBES =
  "preInfo.roughness=roughness*0.85;info.specular=0.2*$1;preInfo.roughness=min(1.0,roughness*1.35);info.specular+=0.7*$1;";
/** What goes through an ear is lit from behind, where the ear shadows itself: no shadow is asked. */
const DIFFUSED =
  "info.diffuse=skinDiffuse(preInfo,geometricNormalW,diffuse$1.rgb);diffuseBase+=skinThin*skinThrough(preInfo,geometricNormalW,diffuse$1.rgb);";
const SHADED = "diffuseBase+=info.diffuse*skinShadow(shadow);";
/** The room in the oil alone: a mirror of all of it is what makes skin look like wax. */
const ROOM = "finalRadiance\\*=colorSpecularEnvironmentReflectance;";
const ROOM_IN_SKIN = "finalRadiance*=colorSpecularEnvironmentReflectance*mix(0.7,3.0,skinWet);";
const OCCLUSION = "finalIrradiance\\*=aoOut\\.ambientOcclusionColor;";
const OCCLUDED = "finalIrradiance*=skinOcclusion(aoOut.ambientOcclusionColor);";
/** Tears make the rim of the lower lid smooth. */
const WET =
  "roughness=mix(roughness,0.16,skinWet);reflectivityOut.roughness=roughness;normalW=normalize(mix(normalW,geometricNormalW,skinWet));$0";

/**
 * Skin: light that wraps softly round the terminator, red furthest, under normals that are smoother for red than for blue (Hable et al. 2009,
 * "Fast skin shading"); two specular lobes; ears that light from behind goes through; a wet rim of the lower lids.
 * Ears and lids are known by their place in the texture, which is the same for every head.
 */
export const SKIN: Shading = {
  glsl: {
    definitions: `
const vec3 SKIN_REACH=vec3(0.18,0.13,0.11);
vec3 skinDiffuse(preLightingInfo info,vec3 smoothN,vec3 lightColor) {
  vec3 cosine=mix(vec3(info.NdotLUnclamped),vec3(dot(smoothN,info.L)),vec3(0.85,0.5,0.3));
  vec3 reached=max((cosine+SKIN_REACH)/(1.0+SKIN_REACH),vec3(0.0));
  return pow(reached,1.0+SKIN_REACH)*(info.attenuation/PI)*lightColor;
}
vec3 skinThrough(preLightingInfo info,vec3 smoothN,vec3 lightColor) {
  float cosine=dot(smoothN,info.L);
  float behind=smoothstep(-0.85,-0.4,cosine)*(1.0-smoothstep(-0.2,0.3,cosine));
  return behind*vec3(0.3,0.107,0.064)*(info.attenuation/PI)*lightColor;
}
vec3 skinShadow(float shadow) {return shadow+shadow*(1.0-shadow)*vec3(0.14,0.03,0.0);}
vec3 skinOcclusion(vec3 ao) {return pow(max(ao,vec3(0.0)),vec3(0.7,0.95,1.05));}
float skinThinness(vec2 uv) {return smoothstep(0.44,0.475,abs(uv.x-0.5))*(1.0-smoothstep(0.07,0.125,abs(uv.y-0.485)));}
float skinWetness(vec2 uv) {
  vec2 eye=(vec2(abs(uv.x-0.5),uv.y)-vec2(0.1195,0.409))/vec2(0.0455,0.0245);
  float rim=length(eye);
  return smoothstep(0.6,0.75,rim)*(1.0-smoothstep(0.95,1.08,rim))*smoothstep(0.1,0.4,eye.y);
}`,
    passages: {
      "float NdotVUnclamped=dot\\(": `float skinThin=skinThinness(vAlbedoUV);float skinWet=skinWetness(vAlbedoUV);${WET}`,
      [DIFFUSE]: DIFFUSED,
      [SPECULAR]: LOBES,
      [SHADOWED]: SHADED,
      [ROOM]: ROOM_IN_SKIN,
      [OCCLUSION]: OCCLUDED,
    },
  },
  wgsl: {
    definitions: `
const SKIN_REACH=vec3f(0.18,0.13,0.11);
fn skinDiffuse(info: preLightingInfo,smoothN: vec3f,lightColor: vec3f)->vec3f {
  let cosine=mix(vec3f(info.NdotLUnclamped),vec3f(dot(smoothN,info.L)),vec3f(0.85,0.5,0.3));
  let reached=max((cosine+SKIN_REACH)/(1.0+SKIN_REACH),vec3f(0.0));
  return pow(reached,1.0+SKIN_REACH)*(info.attenuation/PI)*lightColor;
}
fn skinThrough(info: preLightingInfo,smoothN: vec3f,lightColor: vec3f)->vec3f {
  let cosine=dot(smoothN,info.L);
  let behind=smoothstep(-0.85,-0.4,cosine)*(1.0-smoothstep(-0.2,0.3,cosine));
  return behind*vec3f(0.3,0.107,0.064)*(info.attenuation/PI)*lightColor;
}
fn skinShadow(shadow: f32)->vec3f {return shadow+shadow*(1.0-shadow)*vec3f(0.14,0.03,0.0);}
fn skinOcclusion(ao: vec3f)->vec3f {return pow(max(ao,vec3f(0.0)),vec3f(0.7,0.95,1.05));}
fn skinThinness(uv: vec2f)->f32 {return smoothstep(0.44,0.475,abs(uv.x-0.5))*(1.0-smoothstep(0.07,0.125,abs(uv.y-0.485)));}
fn skinWetness(uv: vec2f)->f32 {
  let eye=(vec2f(abs(uv.x-0.5),uv.y)-vec2f(0.1195,0.409))/vec2f(0.0455,0.0245);
  let rim=length(eye);
  return smoothstep(0.6,0.75,rim)*(1.0-smoothstep(0.95,1.08,rim))*smoothstep(0.1,0.4,eye.y);
}`,
    passages: {
      "var NdotVUnclamped: f32=dot\\(": `let skinThin=skinThinness(fragmentInputs.vAlbedoUV);let skinWet=skinWetness(fragmentInputs.vAlbedoUV);${WET}`,
      [DIFFUSE]: DIFFUSED,
      [SPECULAR]: LOBES,
      [SHADOWED]: SHADED,
      [ROOM]: ROOM_IN_SKIN,
      [OCCLUSION]: OCCLUDED,
    },
  },
};
