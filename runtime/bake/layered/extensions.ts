import {
  EXTMeshoptCompression,
  EXTTextureWebP,
  KHRMaterialsAnisotropy,
  KHRMaterialsClearcoat,
  KHRMaterialsSpecular,
  KHRMeshQuantization,
  KHRTextureBasisu,
} from "@gltf-transform/extensions";

/** What a head's file may use, avatars aside. */
export const HEAD_EXTENSIONS = [
  EXTMeshoptCompression,
  EXTTextureWebP,
  KHRMaterialsAnisotropy,
  KHRMaterialsClearcoat,
  KHRMaterialsSpecular,
  KHRMeshQuantization,
  KHRTextureBasisu,
];
